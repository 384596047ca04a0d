{{/* What a schema cannot say: conditions over several values. Each message says what to do. */}}
{{- define "freehold.checks" -}}
{{- $covered := dict -}}
{{- range .Values.workers }}{{ range .queues }}{{ $_ := set $covered . true }}{{ end }}{{ end -}}
{{- range list "interactive" "default" "bulk" "schemas" -}}
{{- if not (hasKey $covered .) -}}
{{- fail (printf "No worker serves the queue %q: add it to the queues of one of workers." .) -}}
{{- end -}}
{{- end -}}
{{- if le (int .Values.web.terminationGracePeriodSeconds) (int .Values.web.drainSeconds) -}}
{{- fail "web.terminationGracePeriodSeconds must be longer than web.drainSeconds, or pods are killed while they drain." -}}
{{- end -}}
{{- if and .Values.ingress.enabled .Values.ingress.tls.enabled (not .Values.ingress.tls.secretName) -}}
{{- fail "ingress.tls.secretName must name the Secret of a certificate for the host and *.host." -}}
{{- end -}}
{{- if and (not .Values.files.persistence.enabled) (not .Values.config.FREEHOLD_S3_BUCKET) -}}
{{- fail "With files.persistence.enabled=false set config.FREEHOLD_S3_BUCKET, or files are lost with their pod." -}}
{{- end -}}
{{- $scales := dict "web" .Values.web.autoscaling -}}
{{- range $name, $worker := .Values.workers }}{{ $_ := set $scales (printf "workers.%s" $name) $worker.autoscaling }}{{ end -}}
{{- range $where, $scale := $scales -}}
{{- if gt (int $scale.minReplicas) (int $scale.maxReplicas) -}}
{{- fail (printf "%s.autoscaling.minReplicas must not exceed maxReplicas." $where) -}}
{{- end -}}
{{- end -}}
{{- end -}}
