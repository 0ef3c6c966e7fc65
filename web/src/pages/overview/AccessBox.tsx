import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Schemas } from '../../api/client'
import { useMay } from '../../api/project'
import { AccessList } from '../../app/privacy/AccessList'
import { Box } from './Box'

/** Who is in it: the team's members, and who was invited to this project alone. */
export function AccessBox({ project, members }: { project: Schemas['ProjectAnswerBody']; members?: string[] }) {
  const may = useMay()
  return (
    <Box title="People">
      {members && members.length > 0 && (
        <Text size="sm" mb="sm">
          Team{' '}
          <Anchor component={Link} underline="always" to={`/teams/${project.entity}`} size="sm">
            {project.entity}
          </Anchor>
          : {members.join(', ')}
        </Text>
      )}
      <AccessList administer={may.administer} />
    </Box>
  )
}
