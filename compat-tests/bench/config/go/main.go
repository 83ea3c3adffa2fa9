// Command bench times the Go engine: a ConfigMap is parsed and its triggers and templates are compiled. It reads the
// ConfigMap's data as one JSON line, then one number of milliseconds a line, and writes nanoseconds per ConfigMap.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/argoproj/notifications-engine/pkg/api"
	corev1 "k8s.io/api/core/v1"
)

func main() {
	requests := json.NewDecoder(os.Stdin)
	configMap := &corev1.ConfigMap{}
	if err := requests.Decode(&configMap.Data); err != nil {
		panic(err)
	}
	for {
		var milliseconds float64
		if requests.Decode(&milliseconds) != nil {
			return
		}
		fmt.Println(timed(configMap, time.Duration(milliseconds*float64(time.Millisecond))))
	}
}

func timed(configMap *corev1.ConfigMap, limit time.Duration) float64 {
	started, count := time.Now(), 0
	for time.Since(started) < limit || count == 0 {
		config, err := api.ParseConfig(configMap, &corev1.Secret{})
		if err != nil {
			panic(err)
		}
		if _, err := api.NewAPI(*config, nil); err != nil {
			panic(err)
		}
		count++
	}
	return float64(time.Since(started).Nanoseconds()) / float64(count)
}
