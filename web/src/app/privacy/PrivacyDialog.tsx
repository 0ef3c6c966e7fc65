import { Alert, Button, Divider, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import { privacyQuery } from '../../api/overview'
import type { Audience } from '../../api/projects'
import { scopeOf, useScope } from '../../api/scope'
import { useOfferUndo } from '../../pages/offerUndo'
import { Answer } from '../../ui/Answer'
import { AccessList } from './AccessList'
import { audiences, levelOf, levels, sentenceOf } from './levels'

type Props = { project: Schemas['ProjectAnswerBody']; close: () => void }

/** Who may see the project, and who may submit runs: the usual levels, or both one by one. */
export default function PrivacyDialog({ project, close }: Props) {
  const scope = useScope()
  const privacy = useQuery(privacyQuery(scope))
  return (
    <Modal opened onClose={close} title={`Privacy of ${project.name}`} size="lg">
      <Answer of={privacy} what="Reading the privacy">
        {(now) => <Choice key={`${now.view} ${now.submit}`} project={project} now={now} close={close} />}
      </Answer>
    </Modal>
  )
}

function Choice({ project, now, close }: Props & { now: Schemas['PrivacyBody'] }) {
  const { asOf } = useScope()
  const [view, setView] = useState<Audience>(now.view)
  const [submit, setSubmit] = useState<Audience>(now.submit)
  const offer = useOfferUndo()
  const save = useChange(
    (s, to: { view: Audience; submit: Audience }) =>
      body(s.api.PUT('/api/v1/projects/{entity}/{project}/privacy', { params: { path: s.path }, body: to })),
    ['project', 'overview'],
    {
      done: (done) => {
        close()
        const place = scopeOf(project.entity, project.name).path
        offer(`${project.name} is ${done.level === 'custom' ? 'shared as you chose' : done.level} now`, place, done)
      },
    },
  )
  const among = now.levels ?? []
  const level = levelOf(view, submit, among)
  const reason = asOf
    ? 'You are looking at the past: go back to now to change it.'
    : project.may.administer
      ? undefined
      : `Only administrators of ${project.entity}, and who created the project, may change this.`
  const set = (name: string) => {
    const chosen = levels.find((l) => l.name === name)
    if (!chosen) return
    setView(chosen.view)
    setSubmit(chosen.submit)
  }
  return (
    <Stack gap="md">
      {reason && (
        <Alert color="gray" role="note">
          {reason}
        </Alert>
      )}
      <Radio.Group
        label="Level"
        value={level}
        onChange={set}
        description="It covers all runs and reports of the project."
      >
        <Stack gap={6} mt="xs">
          {levels
            .filter((l) => among.includes(l.name))
            .map((l) => (
              <Radio key={l.name} value={l.name} label={l.title} description={l.says} disabled={!!reason} />
            ))}
          {level === 'custom' && (
            <Radio value="custom" label="Custom" description={sentenceOf('custom')} disabled={!!reason} />
          )}
        </Stack>
      </Radio.Group>
      <Group grow align="flex-start">
        <AudienceSelect label="Who may view" value={view} set={setView} disabled={!!reason} />
        <AudienceSelect label="Who may submit runs" value={submit} set={setSubmit} disabled={!!reason} />
      </Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {reason ? 'Close' : 'Cancel'}
        </Button>
        {!reason && (
          <Button
            loading={save.isPending}
            disabled={view === now.view && submit === now.submit}
            onClick={() => save.mutate({ view, submit })}
          >
            Save
          </Button>
        )}
      </Group>
      <Divider />
      <Text fw={600}>People who were invited</Text>
      <AccessList administer={!reason} />
    </Stack>
  )
}

function AudienceSelect(props: { label: string; value: Audience; set: (a: Audience) => void; disabled: boolean }) {
  return (
    <Select
      label={props.label}
      data={audiences}
      value={props.value}
      onChange={(v) => {
        const chosen = audiences.find((a) => a.value === v)
        if (chosen) props.set(chosen.value)
      }}
      allowDeselect={false}
      disabled={props.disabled}
    />
  )
}
