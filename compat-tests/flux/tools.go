//go:build tools

// Package flux pins the notification-controller of Flux that ours is measured beside.
package flux

import _ "github.com/fluxcd/notification-controller"
