// Command bench times the Go libraries: expr-lang, and text/template with sprig. It reads one JSON request a line,
// evaluates in turn over the request's inputs for so many milliseconds, and writes nanoseconds per operation.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// Row is what is measured: every source over every environment, in turn.
type Row struct {
	Name    string            `json:"name"`
	Kind    string            `json:"kind"`
	Sources []string          `json:"sources"`
	Envs    []json.RawMessage `json:"envs"`
}

// Request runs a row for some time.
type Request struct {
	Row          Row     `json:"row"`
	Milliseconds float64 `json:"milliseconds"`
}

func main() {
	requests := json.NewDecoder(os.Stdin)
	prepared := map[string][]func(){}
	for {
		var request Request
		if requests.Decode(&request) != nil {
			return
		}
		name := request.Row.Name
		if prepared[name] == nil {
			prepared[name] = operationsOf(request.Row)
		}
		fmt.Println(timed(prepared[name], time.Duration(request.Milliseconds*float64(time.Millisecond))))
	}
}

// timed is the mean time of one operation in ns.
func timed(operations []func(), limit time.Duration) float64 {
	for range 3 {
		runAll(operations)
	}
	started, count := time.Now(), 0
	for time.Since(started) < limit {
		runAll(operations)
		count += len(operations)
	}
	return float64(time.Since(started).Nanoseconds()) / float64(count)
}

// batch is how often the clock is not looked at.
const batch = 20

func runAll(operations []func()) {
	for _, operation := range operations {
		operation()
	}
}

func operationsOf(row Row) []func() {
	operations := []func(){}
	for _, source := range row.Sources {
		for _, env := range row.Envs {
			operations = append(operations, operationOf(row.Kind, source, variables(env)))
		}
	}
	for len(operations) < batch {
		operations = append(operations, operations...)
	}
	return operations
}

func operationOf(kind, source string, env map[string]any) func() {
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	switch kind {
	case "expr":
		program := must(expr.Compile(source))
		return func() { evaluate(program, env) }
	case "compile":
		return func() { must(expr.Compile(source)) }
	case "template":
		parsed := must(template.New("t").Funcs(functions).Parse(source))
		return func() { execute(parsed, env) }
	default:
		return func() { must(template.New("t").Funcs(functions).Parse(source)) }
	}
}

func evaluate(program *vm.Program, env map[string]any) { must(expr.Run(program, env)) }

func execute(parsed *template.Template, env map[string]any) {
	var printed bytes.Buffer
	if err := parsed.Execute(&printed, env); err != nil {
		panic(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// variables are an environment's own and the time helpers of Argo CD.
func variables(content json.RawMessage) map[string]any {
	numbers := json.NewDecoder(bytes.NewReader(content))
	numbers.UseNumber()
	env := map[string]any{}
	if err := numbers.Decode(&env); err != nil {
		panic(err)
	}
	for name, value := range env {
		env[name] = plain(value)
	}
	env["time"] = map[string]any{
		"Parse": func(text string) time.Time {
			return must(time.Parse(time.RFC3339, text))
		},
		"Now":    time.Now,
		"Minute": time.Minute,
		"Second": time.Second,
	}
	return env
}

// plain gives numbers the types that Kubernetes gives them.
func plain(value any) any {
	switch value := value.(type) {
	case json.Number:
		if !strings.ContainsAny(value.String(), ".eE") {
			if whole, err := strconv.ParseInt(value.String(), 10, 64); err == nil {
				return whole
			}
		}
		return must(value.Float64())
	case []any:
		for i := range value {
			value[i] = plain(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = plain(value[name])
		}
	}
	return value
}
