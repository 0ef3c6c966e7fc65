import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { useScope } from '../../api/scope'

/** A link to the runs table of the project, at the same moment. */
export function TableLink() {
  const { entity, project, asOf } = useScope()
  const search = asOf ? new URLSearchParams({ as_of: asOf }).toString() : ''
  return (
    <Anchor
      component={Link}
      inherit
      underline="always"
      to={{ pathname: `/${entity}/${encodeURIComponent(project)}/table`, search }}
    >
      the Table
    </Anchor>
  )
}
