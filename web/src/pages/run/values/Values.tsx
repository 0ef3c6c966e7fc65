import { useMemo, useState } from 'react'
import { useMay } from '../../../api/project'
import { farValueQuery, type OneRun } from '../../../api/run'
import { useScope } from '../../../api/scope'
import type { Row } from '../../../tree/rows'
import { Tree } from '../../../tree/Tree'
import { text, useParam } from '../../../url/params'
import { EditValue } from './EditValue'

const searchParam = text()

/** Config or summary of a run, as a tree. Values of the first level can be set over what the trainer sent. */
export default function Values({ one, part }: { one: OneRun; part: 'config' | 'summary' }) {
  const may = useMay()
  const scope = useScope()
  const [search, setSearch] = useParam('q', searchParam)
  const [edited, setEdited] = useState<Row>()
  const values = one[part]
  const empty = useMemo(
    () =>
      part === 'config'
        ? 'The trainer has sent no config: hyperparameters that it logs as “config” are shown here.'
        : 'There is no summary yet: the last value of each metric, and what the trainer sums up, are shown here.',
    [part],
  )
  return (
    <>
      <Tree
        name={part === 'config' ? 'Config' : 'Summary'}
        value={values}
        search={search}
        onSearch={(t) => setSearch(t, { replace: true })}
        onEdit={may.edit ? setEdited : undefined}
        farQuery={(sha256) => farValueQuery(scope, one.row.id, sha256)}
        empty={empty}
      />
      {edited && <EditValue one={one} part={part} row={edited} close={() => setEdited(undefined)} />}
    </>
  )
}
