import { body } from '../../api/client'
import type { Scope } from '../../api/scope'
import type { Panel, Section, Workspace } from '../../api/workspace'

export type Beside = { after?: string; before?: string }
export type Fields = Record<string, unknown>

/** A change of how a workspace is arranged. */
export type Edit =
  | { do: 'add-section'; beside?: Beside; fields: Fields }
  | { do: 'edit-section'; section: string; fields: Fields }
  | { do: 'move-section'; section: string; beside: Beside }
  | { do: 'delete-section'; section: string }
  | { do: 'add-panel'; section: string; spec: Fields; beside?: Beside }
  | { do: 'edit-panel'; panel: string; fields: Fields }
  | { do: 'move-panel'; panel: string; section: string; beside: Beside }
  | { do: 'delete-panel'; panel: string }

/** The server checks what fields hold; here they are whatever somebody set. */
type Loose = Record<string, never>

export type Arranged = { id: string; action?: number }

const at = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}'
const ofSection = `${at}/sections/{section}` as const
const ofPanel = `${at}/panels/{panel}` as const

/** Asks the server for a change. */
export async function send(now: Scope, workspace: string, edit: Edit): Promise<Arranged> {
  const { api } = now
  const path = { ...now.path, workspace }
  switch (edit.do) {
    case 'add-section':
      return body(api.POST(`${at}/sections`, { params: { path }, body: { ...(edit.fields as Loose), ...edit.beside } }))
    case 'edit-section':
      return body(
        api.PATCH(ofSection, { params: { path: { ...path, section: edit.section } }, body: edit.fields as Loose }),
      )
    case 'move-section':
      return body(
        api.POST(`${ofSection}/move`, { params: { path: { ...path, section: edit.section } }, body: edit.beside }),
      )
    case 'delete-section':
      return body(api.DELETE(ofSection, { params: { path: { ...path, section: edit.section } } }))
    case 'add-panel': {
      const params = { path: { ...path, section: edit.section } }
      return body(api.POST(`${ofSection}/panels`, { params, body: { ...(edit.spec as Loose), ...edit.beside } }))
    }
    case 'edit-panel': {
      const params = { path: { ...path, panel: edit.panel } }
      return body(api.PATCH(ofPanel, { params, body: edit.fields as Loose }))
    }
    case 'move-panel': {
      const params = { path: { ...path, panel: edit.panel } }
      return body(api.POST(`${ofPanel}/move`, { params, body: { section: edit.section, ...edit.beside } }))
    }
    case 'delete-panel':
      return body(api.DELETE(ofPanel, { params: { path: { ...path, panel: edit.panel } } }))
  }
}

/** Puts one into a list beside another of it, else at the end. */
function put<T extends { id: string }>(list: T[], one: T, beside: Beside): T[] {
  const others = list.filter((o) => o.id !== one.id)
  const i = others.findIndex((o) => o.id === (beside.after ?? beside.before))
  if (i < 0) return [...others, one]
  return others.toSpliced(beside.after ? i + 1 : i, 0, one)
}

const withPanels = (s: Section, panels: Panel[], more: number): Section => ({
  ...s,
  panels,
  panel_count: Math.max(0, s.panel_count + more),
})

/** The list of a section's panels that is shown, after a change; the same list if it isn't about it. */
export function arrangedPanels(panels: Panel[], section: string, edit: Edit, moved?: Panel): Panel[] {
  switch (edit.do) {
    case 'edit-panel':
      return panels.some((p) => p.id === edit.panel)
        ? panels.map((p) => (p.id === edit.panel ? editedPanel(p, edit.fields) : p))
        : panels
    case 'delete-panel':
      return panels.some((p) => p.id === edit.panel) ? panels.filter((p) => p.id !== edit.panel) : panels
    case 'move-panel': {
      const one = panels.find((p) => p.id === edit.panel) ?? moved
      if (edit.section !== section) return one && panels.includes(one) ? panels.filter((p) => p !== one) : panels
      return one ? put(panels, { ...one, section }, edit.beside) : panels
    }
    default:
      return panels
  }
}

/** What a panel's answer repeats of its fields. */
function editedPanel(p: Panel, fields: Fields): Panel {
  const out: Panel = { ...p, spec: { ...p.spec, ...fields } }
  for (const side of ['x', 'y', 'w', 'h'] as const) {
    const v = fields[side]
    if (typeof v === 'number') out[side] = v
  }
  if (typeof fields.title === 'string') out.title = fields.title
  return out
}

/** The workspace as it will be: shown at once, before the server has answered. */
export function arranged(w: Workspace, edit: Edit): Workspace {
  const sections = w.sections ?? []
  switch (edit.do) {
    case 'edit-section':
      return { ...w, sections: sections.map((s) => (s.id === edit.section ? { ...s, ...edit.fields } : s)) }
    case 'move-section': {
      const one = sections.find((s) => s.id === edit.section)
      return one ? { ...w, sections: put(sections, one, edit.beside) } : w
    }
    case 'delete-section':
      return { ...w, sections: sections.filter((s) => s.id !== edit.section) }
    case 'edit-panel':
    case 'delete-panel':
    case 'move-panel': {
      const moved = sections.flatMap((s) => s.panels ?? []).find((p) => p.id === edit.panel)
      return {
        ...w,
        sections: sections.map((s) => {
          const before = s.panels ?? []
          const after = arrangedPanels(before, s.id, edit, moved)
          return after === before ? s : withPanels(s, after, after.length - before.length)
        }),
      }
    }
    default:
      return w
  }
}
