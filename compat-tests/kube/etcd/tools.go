//go:build tools

// Package etcd pins the store under the API server that the end-to-end tests start.
package etcd

import _ "go.etcd.io/etcd/server/v3"
