// Command peer runs Argo's own notifications-engine controller over RootSyncs: what this project is measured against.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/argoproj/notifications-engine/pkg/api"
	"github.com/argoproj/notifications-engine/pkg/controller"
	"github.com/argoproj/notifications-engine/pkg/services"
	"github.com/argoproj/notifications-engine/pkg/subscriptions"
	log "github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

type options struct {
	kubeconfig, namespace, name, configMap, secret, level, configNamespace string
	workers                                                                int
	resync                                                                 time.Duration
	selfService                                                            bool
}

func parse() options {
	var o options
	flag.StringVar(&o.kubeconfig, "kubeconfig", "", "kubeconfig file")
	flag.StringVar(&o.namespace, "namespace", "", "namespace of all objects")
	flag.StringVar(&o.name, "name", "", "name of the one RootSync to serve, empty for every one")
	flag.StringVar(&o.configMap, "cm", "", "name of the ConfigMap")
	flag.StringVar(&o.secret, "secret", "", "name of the Secret")
	flag.StringVar(&o.level, "log", "warn", "log level")
	flag.IntVar(&o.workers, "workers", 1, "objects at work at once; the engine's users have 1")
	flag.DurationVar(&o.resync, "resync", time.Minute, "how often every object is looked at again")
	flag.StringVar(&o.configNamespace, "config-namespace", "", "namespace of ConfigMap and Secret, empty for that of the objects")
	flag.BoolVar(&o.selfService, "self-service", false, "the ConfigMap and Secret of an object's own namespace count as well")
	flag.Parse()
	if o.configNamespace == "" {
		o.configNamespace = o.namespace
	}
	return o
}

// variables gives templates and triggers the RootSync as `sync`.
func variables(*api.Config, *corev1.ConfigMap, *corev1.Secret) (api.GetVars, error) {
	return func(object map[string]any, _ services.Destination) map[string]any {
		return map[string]any{"sync": object}
	}, nil
}

func run(o options) error {
	level, err := log.ParseLevel(o.level)
	if err != nil {
		return err
	}
	log.SetLevel(level)
	subscriptions.SetAnnotationPrefix("notifications.configsync.gke.io")
	config, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return err
	}
	config.QPS, config.Burst = -1, 0
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	untyped, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	shared := informers.NewSharedInformerFactoryWithOptions(typed, o.resync, informers.WithNamespace(o.configNamespace))
	if o.selfService {
		shared = informers.NewSharedInformerFactory(typed, o.resync)
	}
	secrets, configMaps := shared.Core().V1().Secrets().Informer(), shared.Core().V1().ConfigMaps().Informer()
	settings := api.Settings{ConfigMapName: o.configMap, SecretName: o.secret, InitGetVars: variables}
	factory := api.NewFactory(settings, o.configNamespace, secrets, configMaps)
	rootSyncs := schema.GroupVersionResource{Group: "configsync.gke.io", Version: "v1beta1", Resource: "rootsyncs"}
	only := func(list *metav1.ListOptions) {
		if o.name != "" {
			list.FieldSelector = "metadata.name=" + o.name
		}
	}
	informer := dynamicinformer.NewFilteredDynamicInformer(untyped, rootSyncs, o.namespace, o.resync, cache.Indexers{}, only).Informer()
	newController := controller.NewController
	if o.selfService {
		newController = controller.NewControllerWithNamespaceSupport
	}
	notifier := newController(untyped.Resource(rootSyncs), informer, factory)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	shared.Start(ctx.Done())
	go informer.Run(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), secrets.HasSynced, configMaps.HasSynced, informer.HasSynced) {
		return ctx.Err()
	}
	fmt.Println("synced")
	notifier.Run(o.workers, ctx.Done())
	return nil
}

func main() {
	if err := run(parse()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
