// Command oracle answers the cases of the conformance protocol with the Go libraries themselves: expr-lang, text/template
// with sprig, and Argo's notifications-engine, at the versions that Argo CD links. It reads one JSON case a line and
// writes one JSON answer a line, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/sirupsen/logrus"
)

const longestLine = 64 << 20

// kinds maps a case's kind to what answers it. Filled in init, since the answers themselves are free to refer to it.
var kinds = map[string]func(*Case) Answer{}

func main() {
	logrus.SetOutput(io.Discard)
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		if err := answers.Encode(answerLine(lines.Bytes())); err != nil {
			return err
		}
	}
	return lines.Err()
}

func answerLine(line []byte) Answer {
	c := &Case{}
	if err := json.Unmarshal(line, c); err != nil {
		return failed("request", err)
	}
	answerer, known := kinds[c.Kind]
	if !known {
		return Answer{ID: c.ID, Phase: "request", Error: "unknown kind " + c.Kind}
	}
	a := recovered(c, answerer)
	a.ID = c.ID
	return a
}

// recovered turns a panic of the libraries into an answer.
func recovered(c *Case, answerer func(*Case) Answer) (a Answer) {
	defer func() {
		if cause := recover(); cause != nil {
			a = Answer{Phase: "panic", Error: fmt.Sprint(cause), Panic: true}
		}
	}()
	return answerer(c)
}
