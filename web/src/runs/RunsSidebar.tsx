/** The runs of a workspace, beside its panels. */
export function RunsSidebar(_: { workspace: string; editable: boolean }) {
  return null
}
