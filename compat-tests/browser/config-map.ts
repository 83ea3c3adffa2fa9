/** A ConfigMap whose messages a browser looks at; one of them ends in `text`. */
export function configMapWith(text: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: notification-cm
data:
  service.slack: "token: not-a-token"
  service.teams: 'recipientUrls: {fleet: "https://teams.example.com/hook"}'
  service.email: "{host: mail.example.com, port: 587, from: fleet@example.com}"
  service.googlechat: 'webhooks: {fleet: "https://chat.example.com/hook"}'
  service.webhook.tickets: 'url: "https://tickets.example.com/new"'
  trigger.on-sync-synced: |
    - when: any(sync.status.conditions ?? [], {.type == 'Syncing' && .status == 'False'})
      send: [state]
  template.state: |
    message: "*{{.sync.metadata.name}}* is at {{.sync.status.lastSyncedCommit}}, ${text}"
    slack:
      attachments: |
        [{"title": "{{.sync.metadata.name}}", "color": "#18be52", "fields": [
          {{range $i, $c := .sync.status.conditions}}{{if $i}},{{end}}{"title": "{{$c.type}}", "value": {{$c.message | default "-" | toJson}}, "short": true}{{end}}
        ]}]
    teams:
      title: "{{.sync.metadata.name}} changed"
      facts: '[{"name": "Commit", "value": "{{.sync.status.lastSyncedCommit}}"}]'
    email:
      subject: "{{.sync.metadata.name}} changed"
      body: "<h1>{{.sync.metadata.name}}</h1><p>{{range .sync.status.conditions}}{{.message}}{{end}}</p>"
    webhook:
      tickets:
        method: POST
        headers: [{name: Content-Type, value: application/json}]
        body: '{"title": {{.sync.metadata.name | toJson}}}'
`;
}
