import { useNavigate } from '@tanstack/react-router'
import { ImportPage } from '@/features/import/import-page'
import { useRight } from '@/shared/api/me'
import { ApiProblem } from '@/shared/api/problem'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { importRoute } from '../router'

export function ImportRoute() {
  const { job, object } = importRoute.useSearch()
  const navigate = useNavigate()
  if (!useRight('import')) return <ProblemMessage heading="h1" error={new ApiProblem(403)} />
  return (
    <ImportPage
      jobId={job || undefined}
      object={object || undefined}
      onJob={(id) => void navigate({ to: '/import', search: id ? { job: id } : {} })}
    />
  )
}
