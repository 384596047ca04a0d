{{/* Plain settings as a map: what the chart derives, then what the operator adds. */}}
{{- define "freehold.config" -}}
FREEHOLD_HOST: {{ .Values.host | quote }}
FREEHOLD_TRUSTED_PROXIES: {{ .Values.trustedProxies | quote }}
FREEHOLD_WEB_WORKERS: {{ .Values.web.processes | quote }}
FREEHOLD_WEB_THREADS: {{ .Values.web.threads | quote }}
FREEHOLD_DB_POOL: {{ .Values.web.threads | quote }}
{{- range $name, $value := .Values.config }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* What only those are told who make and migrate schemas. */}}
{{- define "freehold.ownerEnv" -}}
{{- range $name, $key := .Values.secret.ownerKeys }}
- name: {{ $name }}
  valueFrom: {secretKeyRef: {name: {{ $.Values.secret.name }}, key: {{ $key }}}}
{{- end }}
{{- end -}}

{{/* One container's secrets; the values never pass through Helm. */}}
{{- define "freehold.secretEnv" -}}
{{- $secret := .Values.secret.name -}}
{{- range $name, $key := merge (dict) .Values.secret.keys .Values.secret.extra }}
- name: {{ $name }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $key }}}}
{{- end }}
{{- end -}}

{{- define "freehold.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "freehold.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{- define "freehold.mounts" -}}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: files, mountPath: /srv/freehold/var/media}
{{- end -}}

{{- define "freehold.volumes" -}}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  - name: files
    {{- if .Values.files.persistence.enabled }}
    persistentVolumeClaim: {claimName: {{ include "freehold.claim" . }}}
    {{- else }}
    emptyDir: {sizeLimit: 1Gi}
    {{- end }}
{{- end -}}

{{/* The head of a pod's spec, the same for every role. */}}
{{- define "freehold.podHead" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{ include "freehold.podSecurity" . }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* The head of a container of a long-running role. */}}
{{- define "freehold.containerHead" -}}
image: {{ include "freehold.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{ include "freehold.containerSecurity" . }}
envFrom:
  - configMapRef: {name: {{ include "freehold.fullname" . }}}
env:
  {{- include "freehold.secretEnv" . | nindent 2 }}
  {{- if .makesSchemas }}
  {{- include "freehold.ownerEnv" . | nindent 2 }}
  {{- end }}
{{ include "freehold.mounts" . }}
{{- end -}}

{{/* A pod must start anew when its settings change. */}}
{{- define "freehold.podAnnotations" -}}
checksum/config: {{ include "freehold.config" . | sha256sum }}
{{- end -}}

{{/* Kubelet asks by the pod's address; the application answers under its own host name only. */}}
{{- define "freehold.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
  httpHeaders:
    - {name: Host, value: {{ .host | quote }}}
    - {name: X-Forwarded-Proto, value: https}
{{- end -}}
