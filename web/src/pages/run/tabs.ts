/** The tabs of a run: path and label. */
export const tabs = [
  ['charts', 'Charts'],
  ['config', 'Config'],
  ['summary', 'Summary'],
  ['console', 'Console'],
  ['system', 'System'],
  ['files', 'Files'],
  ['code', 'Code'],
  ['alerts', 'Alerts'],
  ['audit', 'Audit trail'],
  ['related', 'Related'],
] as const
