const when = [
  "app.status?.operationState?.phase in ['Succeeded'] and app.status?.health?.status == 'Healthy'",
  "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
  "any(app.status?.conditions ?? [], {.type contains 'Error' and .message != ''})",
  "app.metadata?.labels?.team in ['a', 'b'] and time.Now().Sub(time.Parse(app.status.operationState.startedAt)) > 5 * time.Minute",
];

const facts = `[{
      "title": "{{.app.metadata.name}}",
      "title_link": "{{.context.argocdUrl}}/applications/{{.app.metadata.name}}",
      "fields": [
        {"title": "Sync", "value": "{{.app.status.sync.status}}", "short": true},
        {"title": {{- if .app.spec.source}} "Repository"{{else}} "Repositories"{{end}}, "value": "{{.app.spec.source.repoURL}}"}
        {{range $i, $c := .app.status.conditions}}
        , {"title": "{{$c.type}}", "value": "{{$c.message | trunc 80 | quote}}", "short": true}
        {{end}}
      ]
    }]`;

/** The data of a ConfigMap of so many triggers and as many templates, no two alike, like those of Argo CD's users. */
export function configData(size: number): Record<string, string> {
  const data: Record<string, string> = {};
  for (let i = 0; i < size; i++) {
    data[`trigger.t${i}`] = [
      `- description: condition ${i}`,
      `  when: app.metadata.name != 'excluded-${i}' and ${when[i % when.length]}`,
      `  oncePer: app.status?.operationState?.syncResult?.revision ?? '${i}'`,
      `  send: [p${i}, p${(i + 1) % size}]`,
      '',
    ].join('\n');
    data[`template.p${i}`] = [
      'message: |',
      `  {{if eq .serviceType "slack"}}:rocket:{{end}} {{.app.metadata.name}} is at {{.app.status.sync.revision}} (${i}).`,
      '  Details: {{.context.argocdUrl}}/applications/{{.app.metadata.name}}?operation=true',
      'email:',
      `  subject: '[${i}] {{.app.metadata.name | upper}} has been synced'`,
      'slack:',
      `  attachments: |\n    ${facts}`,
      'webhook:',
      `  hook-${i}:\n    method: POST\n    path: /repos/{{.app.spec.project}}/statuses\n    body: '{"state": "{{.app.status.sync.status}}"}'`,
      '',
    ].join('\n');
  }
  return data;
}
