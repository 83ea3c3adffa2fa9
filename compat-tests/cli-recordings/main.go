// The engine's own command line, as `argocd admin notifications` embeds it, with the variables app, context and secrets.
package main

import (
	"os"

	"github.com/argoproj/notifications-engine/pkg/api"
	"github.com/argoproj/notifications-engine/pkg/cmd"
	"github.com/argoproj/notifications-engine/pkg/services"
	"github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

func initGetVars(_ *api.Config, configMap *corev1.ConfigMap, secret *corev1.Secret) (api.GetVars, error) {
	values := map[string]string{}
	if err := yaml.Unmarshal([]byte(configMap.Data["context"]), &values); err != nil {
		return nil, err
	}
	return func(object map[string]any, destination services.Destination) map[string]any {
		context := map[string]string{"notificationType": destination.Service}
		for key, value := range values {
			context[key] = value
		}
		return map[string]any{"app": object, "context": context, "secrets": secret.Data}
	}, nil
}

func main() {
	logrus.SetFormatter(&logrus.TextFormatter{DisableTimestamp: true, DisableColors: true})
	command := cmd.NewToolsCommand("argocd-notifications", "argocd-notifications",
		schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"},
		api.Settings{
			ConfigMapName: "argocd-notifications-cm",
			SecretName:    "argocd-notifications-secret",
			InitGetVars:   initGetVars,
		})
	if command.Execute() != nil {
		os.Exit(1)
	}
}
