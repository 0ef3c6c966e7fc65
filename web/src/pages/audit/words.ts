import type { Entry } from '../../api/audit'

/** What an action of a type did, as it is said after who did it. In the order of event/kinds.go. */
const words: Record<string, string> = {
  'server.initialized': 'began this log',
  'rules.raised': 'raised the rules of the log',
  'user.created': 'created user',
  'user.deleted': 'deleted user',
  'user.edited': 'changed user',
  'user.password_set': 'set the password of',
  'user.login_issued': 'made a one-time sign-in address for',
  'user.login_used': 'used a one-time sign-in address of',
  'user.signed_out': 'ended all sessions of',
  'user.settings_set': 'changed the settings of',
  'key.created': 'created API key',
  'key.revoked': 'revoked API key',
  'key.used': 'saw a use of API key',
  'team.created': 'created team',
  'team.deleted': 'deleted team',
  'team.member_added': 'added a member to team',
  'team.member_role_set': 'changed a role in team',
  'team.member_removed': 'removed a member from team',
  'project.created': 'created project',
  'project.renamed': 'renamed project',
  'project.description_set': 'changed the description of',
  'project.edited': 'changed project',
  'project.privacy_set': 'changed the privacy of',
  'project.access_granted': 'invited somebody to',
  'project.access_revoked': 'took an invitation back from',
  'project.settings_set': 'changed the settings of',
  'project.deleted': 'deleted project',
  'project.undeleted': 'restored project',
  'project.purged': 'purged project',
  'run.created': 'created run',
  'run.renamed': 'renamed run',
  'run.tags_set': 'tagged run',
  'run.notes_set': 'changed the notes of run',
  'run.color_set': 'coloured run',
  'run.attributes_set': 'described run',
  'run.config_edited': 'changed the config of run',
  'run.summary_edited': 'changed the summary of run',
  'run.edited': 'changed run',
  'run.stop_requested': 'asked to stop run',
  'run.deleted': 'deleted run',
  'run.undeleted': 'restored run',
  'runs.deleted': 'deleted runs of',
  'runs.undeleted': 'restored runs of',
  'runs.purged': 'purged runs of',
  'runs.moved': 'moved runs of',
  'runs.tagged': 'tagged runs of',
  'runs.stop_requested': 'asked to stop runs of',
  'action.undone': 'undid an action on',
  'action.scrubbed': 'erased an action from the log:',
  'workspace.created': 'saved view',
  'workspace.edited': 'changed workspace',
  'workspace.deleted': 'deleted view',
  'workspace.cleared': 'cleared workspace',
  'workspace.run_visibility_set': 'showed or hid runs in workspace',
  'workspace.search_set': 'searched runs in workspace',
  'workspace.filter_set': 'filtered runs in workspace',
  'workspace.grouping_set': 'grouped runs in workspace',
  'workspace.sort_set': 'sorted runs in workspace',
  'workspace.columns_set': 'chose columns in workspace',
  'section.added': 'added section',
  'section.renamed': 'renamed section',
  'section.moved': 'moved section',
  'section.collapsed_set': 'folded section',
  'section.layout_set': 'laid out section',
  'section.panel_size_set': 'resized panels of section',
  'section.resized': 'resized section',
  'section.edited': 'changed section',
  'section.deleted': 'deleted section',
  'panel.added': 'added panel',
  'panel.edited': 'changed panel',
  'panel.moved': 'moved panel',
  'panel.resized': 'resized panel',
  'panel.deleted': 'deleted panel',
  'report.created': 'created report',
  'report.edited': 'changed report',
  'report.renamed': 'renamed report',
  'report.pinned': 'made a snapshot of report',
  'report.unpinned': 'made report live:',
  'report.deleted': 'deleted report',
  'report.shared': 'shared report',
  'report.unshared': 'stopped sharing report',
  'block.added': 'added block',
  'block.edited': 'changed block',
  'block.moved': 'moved block',
  'block.deleted': 'deleted block',
  'comment.added': 'added comment',
  'comment.edited': 'changed comment',
  'comment.deleted': 'deleted comment',
}

const bare = (type: string) => type.replace(/\.v\d+$/, '')

/** "renamed project"; what a newer server calls an action is said by its type. */
export const said = (type: string) => words[bare(type)] ?? bare(type).replace(/[._]/g, ' ')

/** What the trail can be narrowed to: kinds (a prefix), and each type. */
export const types = (() => {
  const all = Object.keys(words)
  const kinds = [...new Set(all.map((t) => t.slice(0, t.indexOf('.') + 1)))]
  return [
    { group: 'Everything about', items: kinds.map((k) => ({ value: k, label: `${k}*` })) },
    { group: 'One type', items: all.map((t) => ({ value: `${t}.v1`, label: t })) },
  ]
})()

// What leaves nothing to restore, or keeps secrets: the server refuses to undo it.
const final = new Set([
  'server.initialized',
  'rules.raised',
  'user.password_set',
  'user.login_issued',
  'user.login_used',
  'user.signed_out',
  'key.used',
  'project.purged',
  'runs.purged',
  'action.scrubbed',
])

/** Whether it makes sense to offer an undo: the server has the last word. */
export const undoable = (e: Entry) => e.outcome === 'accepted' && e.actor_kind !== 'system' && !final.has(bare(e.type))

/** Whether the action is an undo or a redo: undoing it is the other. */
export const isUndo = (e: Entry) => bare(e.type) === 'action.undone'
