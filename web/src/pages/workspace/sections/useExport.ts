import { useNavigate } from 'react-router'
import { useChange } from '../../../api/change'
import { body } from '../../../api/client'
import { useScope } from '../../../api/scope'
import type { Section } from '../../../api/workspace'
import { useWorkspace } from '../WorkspaceContext'

/** Makes a report of a section, and opens it. */
export function useExport(section: Section): () => void {
  const { workspace } = useWorkspace()
  const { entity, project } = useScope()
  const navigate = useNavigate()
  const { mutate } = useChange(
    (now, id: string) =>
      body(
        now.api.POST('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/sections/{section}/export-to-report', {
          params: { path: { ...now.path, workspace, section: id } },
          body: {},
        }),
      ),
    ['reports'],
    {
      done: (report) => navigate(`/${entity}/${encodeURIComponent(project)}/reports/${encodeURIComponent(report.id)}`),
    },
  )
  return () => mutate(section.id)
}
