import { Divider, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { address } from '../../../api/address'
import { projectQuery, useMay } from '../../../api/project'
import type { Report } from '../../../api/reports'
import { useNow } from '../../../api/scope'
import { reportPath } from '../reportPath'
import { CopyLine } from './CopyLine'
import { PublicLinks } from './PublicLinks'

const readers: Record<string, string> = {
  invited: 'Only people whom the project’s owner invited can open it, and comment on it.',
  members: 'Members of the project’s team, and who was invited, can open it, and comment on it.',
  everyone: 'Everybody with an account here can open it, and comment on it.',
}

/** Ways to show the report to others. */
export default function ShareDialog({ report, close }: { report: Report; close: () => void }) {
  const now = useNow()
  const may = useMay()
  const { data: project } = useQuery(projectQuery(now))
  const path = reportPath(now, report.id).pathname
  return (
    <Modal opened onClose={close} title="Share this report" size="lg" centered>
      <Stack gap="sm">
        <Title order={3}>For people who may see the project</Title>
        <Text size="sm">{readers[project?.view ?? ''] ?? 'Who may see the project can open it.'}</Text>
        <CopyLine label="Link to the report" text={address(path)} />
        <Divider my={4} />
        <Title order={3}>For anybody, without an account</Title>
        {project?.view === 'invited' ? (
          <Text size="sm">
            Only invited people see this project, so its reports can’t be opened by a link alone. If links existed
            before, they rest. To share by link, let the team or everyone view the project: the lock at the top does it.
          </Text>
        ) : may.edit ? (
          <PublicLinks report={report} />
        ) : (
          <Text size="sm">Who may edit the project can make links that show the report without an account.</Text>
        )}
      </Stack>
    </Modal>
  )
}
