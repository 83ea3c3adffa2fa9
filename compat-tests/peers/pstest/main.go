// Command pstest runs Google's fake of Pub/Sub: it prints its address, then each message that arrives as a line of JSON.
// It ends with its standard input.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"time"

	"cloud.google.com/go/pubsub/apiv1/pubsubpb"
	"cloud.google.com/go/pubsub/pstest"
)

func main() {
	server := pstest.NewServer()
	for _, topic := range os.Args[1:] {
		if _, err := server.GServer.CreateTopic(context.Background(), &pubsubpb.Topic{Name: topic}); err != nil {
			log.Fatal(err)
		}
	}
	out := json.NewEncoder(os.Stdout)
	write(out, map[string]any{"address": server.Addr})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for seen := 0; ; time.Sleep(20 * time.Millisecond) {
		messages := server.Messages()
		for ; seen < len(messages); seen++ {
			m := messages[seen]
			write(out, map[string]any{"topic": m.Topic, "data": string(m.Data), "attributes": m.Attributes})
		}
	}
}

func write(out *json.Encoder, value any) {
	if err := out.Encode(value); err != nil {
		log.Fatal(err)
	}
}
