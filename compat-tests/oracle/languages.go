package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/expr-lang/expr"
)

func init() {
	base := template.FuncMap{}
	withSprig := sprig.TxtFuncMap()
	delete(withSprig, "env")
	delete(withSprig, "expandenv")
	kinds["expr"] = repeated(answerExpr)
	kinds["tmpl"] = repeated(func(c *Case) Answer { return answerTemplate(c, withSprig) })
	kinds["tmplbase"] = repeated(func(c *Case) Answer { return answerTemplate(c, base) })
}

const repetitions = 5

// repeated marks the answers that depend on map order, addresses or the clock as unstable.
func repeated(answerer func(*Case) Answer) func(*Case) Answer {
	return func(c *Case) Answer {
		first := recovered(c, answerer)
		for range repetitions - 1 {
			if !reflect.DeepEqual(first, recovered(c, answerer)) {
				first.Unstable = true
				return first
			}
		}
		return first
	}
}

func environment(c *Case) (any, error) {
	if len(c.Env) == 0 {
		return map[string]any{}, nil
	}
	var tagged any
	numbers := json.NewDecoder(bytes.NewReader(c.Env))
	numbers.UseNumber()
	if err := numbers.Decode(&tagged); err != nil {
		return nil, err
	}
	return decode(tagged)
}

func answerExpr(c *Case) Answer {
	env, err := environment(c)
	if err != nil {
		return failed("env", err)
	}
	program, err := expr.Compile(c.Source)
	if err != nil {
		return failed("compile", err)
	}
	value, err := expr.Run(program, env)
	if err != nil {
		return failed("run", err)
	}
	output, printed := encode(value), fmt.Sprint(value)
	return Answer{OK: true, Output: output, Null: output == nil, V: &printed, Type: fmt.Sprintf("%T", value)}
}

func answerTemplate(c *Case, functions template.FuncMap) Answer {
	env, err := environment(c)
	if err != nil {
		return failed("env", err)
	}
	parsed, err := template.New(orElse(c.Name, "t")).Funcs(functions).Parse(c.Source)
	if err != nil {
		return failed("parse", err)
	}
	var printed strings.Builder
	if err := parsed.Execute(&printed, env); err != nil {
		a := failed("exec", err)
		a.Partial = encode(printed.String())
		return a
	}
	return Answer{OK: true, Output: encode(printed.String())}
}
