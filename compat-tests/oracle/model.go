package main

import (
	"maps"
	"slices"

	"github.com/argoproj/notifications-engine/pkg/api"
	"github.com/argoproj/notifications-engine/pkg/services"
	"github.com/argoproj/notifications-engine/pkg/subscriptions"
	"github.com/argoproj/notifications-engine/pkg/templates"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubejson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"
)

func init() {
	kinds["config"] = configured(answerConfig)
	kinds["trigger"] = configured(answerTrigger)
	kinds["notification"] = configured(answerNotification)
	kinds["destinations"] = answerDestinations
}

func configured(answerer func(*Case, *api.Config) Answer) func(*Case) Answer {
	return func(c *Case) Answer {
		config, err := configOf(c)
		if err != nil {
			return failed("config", err)
		}
		return answerer(c, config)
	}
}

func configOf(c *Case) (*api.Config, error) {
	configMap := &corev1.ConfigMap{}
	if c.ConfigMap != nil {
		configMap.ObjectMeta = metav1.ObjectMeta{Namespace: c.ConfigMap.Namespace}
		configMap.Data = c.ConfigMap.Data
	}
	return api.ParseConfig(configMap, &corev1.Secret{Data: secretData(c)})
}

func secretData(c *Case) map[string][]byte {
	data := make(map[string][]byte, len(c.Secret))
	for key, value := range c.Secret {
		data[key] = []byte(value)
	}
	return data
}

// subject is a case's object, and the variables that Argo CD would offer for it, with a fixed clock and repository.
func subject(c *Case) (object map[string]any, variables map[string]any, failure *Answer) {
	object = map[string]any{}
	if len(c.Object) > 0 {
		if err := kubejson.Unmarshal(c.Object, &object); err != nil {
			a := failed("object", err)
			return nil, nil, &a
		}
	}
	context := map[string]string{}
	if c.ConfigMap != nil {
		if err := yaml.Unmarshal([]byte(c.ConfigMap.Data["context"]), &context); err != nil {
			a := failed("variables", err)
			return nil, nil, &a
		}
	}
	variables = map[string]any{
		orElse(c.ObjectKey, "app"): object,
		"context":                  context,
		"secrets":                  secretData(c),
		"time":                     timeHelpers(),
		"strings":                  stringHelpers(),
		"repo":                     repoHelpers(),
	}
	return object, variables, nil
}

func answerConfig(_ *Case, config *api.Config) Answer {
	built, err := api.NewAPI(*config, nil)
	if err != nil {
		return failed("api", err)
	}
	names := slices.AppendSeq([]string{}, maps.Keys(built.GetNotificationServices()))
	slices.Sort(names)
	return Answer{OK: true, Output: map[string]any{
		"services":               names,
		"triggers":               config.Triggers,
		"templates":              config.Templates,
		"subscriptions":          config.Subscriptions,
		"defaultTriggers":        config.DefaultTriggers,
		"serviceDefaultTriggers": config.ServiceDefaultTriggers,
	}}
}

func answerTrigger(c *Case, config *api.Config) Answer {
	object, variables, failure := subject(c)
	if failure != nil {
		return *failure
	}
	built, err := api.NewAPI(*config, func(map[string]any, services.Destination) map[string]any { return variables })
	if err != nil {
		return failed("api", err)
	}
	conditions, err := built.RunTrigger(c.Trigger, object)
	if err != nil {
		return failed("trigger", err)
	}
	output := make([]map[string]any, len(conditions))
	for i, condition := range conditions {
		output[i] = map[string]any{
			"key": condition.Key, "oncePer": condition.OncePer,
			"templates": condition.Templates, "triggered": condition.Triggered,
		}
	}
	return Answer{OK: true, Output: output}
}

func answerNotification(c *Case, config *api.Config) Answer {
	parsed, err := templates.NewService(config.Templates)
	if err != nil {
		return failed("templates", err)
	}
	_, variables, failure := subject(c)
	if failure != nil {
		return *failure
	}
	variables["serviceType"], variables["recipient"] = c.Destination.Service, c.Destination.Recipient
	rendered, err := parsed.FormatNotification(variables, c.Templates...)
	if err != nil {
		return failed("format", err)
	}
	return Answer{OK: true, Output: rendered}
}

func answerDestinations(c *Case) Answer {
	if c.Prefix != "" {
		subscriptions.SetAnnotationPrefix(c.Prefix)
		defer subscriptions.SetAnnotationPrefix("notifications.argoproj.io")
	}
	return configured(func(c *Case, config *api.Config) Answer {
		destinations := config.GetGlobalDestinations(c.Labels)
		annotated := subscriptions.NewAnnotations(c.Annotations)
		destinations.Merge(annotated.GetDestinations(config.DefaultTriggers, config.ServiceDefaultTriggers))
		return Answer{OK: true, Output: destinations.Dedup()}
	})(c)
}
