//go:build tools

// Package apiserver pins the Kubernetes API server that the end-to-end tests start.
package apiserver

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
