package main

import "encoding/json"

// Case is one question; its kind says which of the fields it has.
type Case struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`

	// The languages.
	Source string          `json:"source"`
	Env    json.RawMessage `json:"env"`
	Name   string          `json:"name"`

	// The notification model.
	ConfigMap   *ConfigMap        `json:"configMap"`
	Secret      map[string]string `json:"secret"`
	Object      json.RawMessage   `json:"object"`
	ObjectKey   string            `json:"objectKey"`
	Trigger     string            `json:"trigger"`
	Templates   []string          `json:"templates"`
	Destination Destination       `json:"destination"`
	Annotations map[string]string `json:"annotations"`
	Labels      map[string]string `json:"labels"`
	Prefix      string            `json:"prefix"`

	// The wire: options and template are YAML.
	Type     string `json:"type"`
	Options  string `json:"options"`
	Template string `json:"template"`
}

// ConfigMap is what the engine reads of a ConfigMap.
type ConfigMap struct {
	Namespace string            `json:"namespace"`
	Data      map[string]string `json:"data"`
}

// Destination is a service by its name, and a recipient.
type Destination struct {
	Service   string `json:"service"`
	Recipient string `json:"recipient"`
}

// Answer is what a case gives. Without OK it has a phase and an error.
type Answer struct {
	ID       string  `json:"id,omitempty"`
	OK       bool    `json:"ok"`
	Output   any     `json:"output,omitempty"`
	Null     bool    `json:"null,omitempty"`
	V        *string `json:"v,omitempty"` // of an expression, also when it is empty
	Type     string  `json:"type,omitempty"`
	Phase    string  `json:"phase,omitempty"`
	Error    string  `json:"error,omitempty"`
	Partial  any     `json:"partial,omitempty"`
	Panic    bool    `json:"panic,omitempty"`
	Unstable bool    `json:"unstable,omitempty"`
}

func failed(phase string, err error) Answer { return Answer{Phase: phase, Error: err.Error()} }

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
