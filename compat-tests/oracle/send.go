package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/notifications-engine/pkg/services"
	"github.com/argoproj/notifications-engine/pkg/templates"
	enginehttp "github.com/argoproj/notifications-engine/pkg/util/http"
	"sigs.k8s.io/yaml"
)

// sender keeps the services that it has built, one for each type and options: some remember earlier messages.
type sender struct {
	built map[string]services.NotificationService
}

// ORACLE_CERT names a file of CA certificates that the HTTP services trust, for stubs with a certificate of their own.
func init() {
	if path := os.Getenv("ORACLE_CERT"); path != "" {
		enginehttp.SetCertResolver(func(string) ([]string, error) {
			certificates, err := os.ReadFile(path)
			return []string{string(certificates)}, err
		})
	}
	s := &sender{built: map[string]services.NotificationService{}}
	kinds["send"] = s.answer
}

func (s *sender) service(kind, options string) (services.NotificationService, error) {
	key := kind + "\n" + options
	if known, ok := s.built[key]; ok {
		return known, nil
	}
	created, err := services.NewService(kind, []byte(options))
	if err == nil {
		s.built[key] = created
	}
	return created, err
}

// answer renders a template and sends it; what arrives is recorded by whoever listens at the other end.
func (s *sender) answer(c *Case) Answer {
	service, err := s.service(c.Type, c.Options)
	if err != nil {
		return failed("new", err)
	}
	var source services.Notification
	if err := yaml.Unmarshal([]byte(c.Template), &source); err != nil {
		return failed("yaml", err)
	}
	name := orElse(c.Name, "tpl")
	parsed, err := templates.NewService(map[string]services.Notification{name: source})
	if err != nil {
		return failed("parse", err)
	}
	variables := map[string]any{}
	if len(c.Env) > 0 {
		if err := json.Unmarshal(c.Env, &variables); err != nil {
			return failed("env", err)
		}
	}
	rendered, err := parsed.FormatNotification(variables, name)
	if err != nil {
		return failed("format", err)
	}
	err = service.Send(*rendered, services.Destination{
		Service:   orElse(c.Destination.Service, c.Type),
		Recipient: c.Destination.Recipient,
	})
	if err != nil {
		a := failed("send", err)
		a.Type, a.Partial = fmt.Sprintf("%T", err), rendered
		return a
	}
	return Answer{OK: true, Output: rendered}
}
