package main

import (
	"errors"
	"net/url"
	"strings"
	"time"

	giturls "github.com/chainguard-dev/git-urls"
)

// The structs that repo's helpers return, named and shaped as Argo CD's are.
type (
	CommitMetadata struct {
		Message string
		Author  string
		Date    time.Time
		Tags    []string
	}
	HelmParam     struct{ Name, Value string }
	HelmSpec      struct{ Parameters []*HelmParam }
	KustomizeSpec struct{ Images []string }
	CustomHelm    struct {
		HelmAppSpec            HelmSpec
		HelmParameterOverrides []HelmParam
	}
	AppDetail struct {
		Type      string
		Helm      *CustomHelm
		Kustomize *KustomizeSpec
	}
)

// GetParameterValueByName is the value of a parameter, overrides first; empty if there is none.
func (h CustomHelm) GetParameterValueByName(name string) string {
	for _, override := range h.HelmParameterOverrides {
		if override.Name == name {
			return override.Value
		}
	}
	for _, parameter := range h.HelmAppSpec.Parameters {
		if parameter.Name == name {
			return parameter.Value
		}
	}
	return ""
}

func timeHelpers() map[string]any {
	return map[string]any{
		"Parse":      must(func(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }),
		"Now":        func() time.Time { return time.Date(2024, time.May, 6, 7, 8, 9, 123456789, time.UTC) },
		"Nanosecond": time.Nanosecond, "Microsecond": time.Microsecond, "Millisecond": time.Millisecond,
		"Second": time.Second, "Minute": time.Minute, "Hour": time.Hour,
		"Layout": time.Layout, "ANSIC": time.ANSIC, "UnixDate": time.UnixDate, "RubyDate": time.RubyDate,
		"RFC822": time.RFC822, "RFC822Z": time.RFC822Z, "RFC850": time.RFC850,
		"RFC1123": time.RFC1123, "RFC1123Z": time.RFC1123Z, "RFC3339": time.RFC3339, "RFC3339Nano": time.RFC3339Nano,
		"Kitchen": time.Kitchen, "Stamp": time.Stamp,
		"StampMilli": time.StampMilli, "StampMicro": time.StampMicro, "StampNano": time.StampNano,
	}
}

func stringHelpers() map[string]any {
	return map[string]any{
		"ReplaceAll": strings.ReplaceAll,
		"ToUpper":    strings.ToUpper,
		"ToLower":    strings.ToLower,
	}
}

func repoHelpers() map[string]any {
	return map[string]any{
		"RepoURLToHTTPS":    must(httpsURL),
		"FullNameByRepoURL": must(fullName),
		"QueryEscape":       url.QueryEscape,
		"GetCommitMetadata": func(string) any { return fixedCommit() },
		"GetAppDetails":     func() any { return fixedDetails() },
	}
}

// helper is the function that a case's environment names, or nil.
func helper(name string) any {
	group, function, grouped := strings.Cut(name, ".")
	if !grouped {
		return plainHelpers[name]
	}
	groups := map[string]func() map[string]any{"time": timeHelpers, "strings": stringHelpers, "repo": repoHelpers}
	if members, known := groups[group]; known {
		return members()[function]
	}
	return nil
}

// plainHelpers reach the corners of how functions are called: variadics, errors, panics, no result.
var plainHelpers = map[string]any{
	"add":   func(a, b int) int { return a + b },
	"div":   func(a, b int) int { return a / b },
	"half":  func(n float64) float64 { return n / 2 },
	"greet": func(name string) string { return "Hello, " + name },
	"score": func(sum int, more ...int) int {
		for _, n := range more {
			sum += n
		}
		return sum
	},
	"boom":  func() string { panic("boom!") },
	"boomE": func() (string, error) { return "", &url.Error{Op: "get", URL: "u", Err: errors.New("bad")} },
	"two":   func() (string, error) { return "two", nil },
	"void":  func() {},
	"ident": func(value any) any { return value },
}

func must[A, B any](function func(A) (B, error)) func(A) B {
	return func(argument A) B {
		result, err := function(argument)
		if err != nil {
			panic(err)
		}
		return result
	}
}

func httpsURL(repository string) (string, error) {
	parsed, err := giturls.Parse(repository)
	if err != nil {
		return "", err
	}
	parsed.Scheme, parsed.User = "https", nil
	return parsed.String(), nil
}

func fullName(repository string) (string, error) {
	parsed, err := giturls.Parse(repository)
	if err != nil {
		return "", err
	}
	path := strings.TrimSuffix(parsed.Path, ".git")
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(segments) < 2 {
		return path, nil
	}
	return segments[0] + "/" + segments[1], nil
}

func fixedCommit() CommitMetadata {
	return CommitMetadata{
		Message: "fix: a <b> & \"c\"\n\nbody",
		Author:  "Jane Doe <jane@example.com>",
		Date:    time.Date(2024, time.January, 2, 3, 4, 5, 0, time.UTC),
		Tags:    []string{"v1.0.0", "latest"},
	}
}

func fixedDetails() AppDetail {
	return AppDetail{Type: "Helm", Helm: &CustomHelm{
		HelmAppSpec:            HelmSpec{Parameters: []*HelmParam{{"image.tag", "v1"}, {"replicas", "2"}}},
		HelmParameterOverrides: []HelmParam{{"image.tag", "v2"}},
	}}
}
