import { useChange } from '../../api/change'
import { body } from '../../api/client'
import type { Panel } from '../../api/workspace'
import type { Spec } from '../spec'

const at = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}'

/** Adds a panel to a section, or sets fields of one. Refusals are thrown, for the form to show. */
export function useSave(workspace: string, section: string, panel: Panel | undefined) {
  return useChange(
    (now, fields: Spec) =>
      panel
        ? body(
            now.api.PATCH(`${at}/panels/{panel}`, {
              params: { path: { ...now.path, workspace, panel: panel.id } },
              body: fields,
            }),
          )
        : body(
            now.api.POST(`${at}/sections/{section}/panels`, {
              params: { path: { ...now.path, workspace, section } },
              body: fields,
            }),
          ),
    ['workspace', 'panel-data'],
    { quiet: true },
  )
}
