import { Alert, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { settingsQuery } from '../../api/people'
import { asProblem } from '../../api/problem'
import { useWhen } from '../../api/when'
import { levelsOf, sentenceOf } from '../../app/privacy/levels'
import { sessionQuery } from '../../signin/session'
import { Answer } from '../../ui/Answer'
import { DialogButtons } from '../../ui/DialogButtons'

type Settings = Schemas['SettingsAnswerBody']

/** The dialog that makes a project, in one's own entity or in a team's. */
export function NewProject({ entity, close }: { entity?: string; close: () => void }) {
  const settings = useQuery(settingsQuery(useWhen()))
  return (
    <Modal opened onClose={close} title="New project">
      <Answer of={settings} what="Reading your settings">
        {(s) => <Form settings={s} entity={entity} close={close} />}
      </Answer>
    </Modal>
  )
}

function Form({ settings, entity: wanted, close }: { settings: Settings; entity?: string; close: () => void }) {
  const { data: me } = useQuery(sessionQuery)
  const own = settings.entities ?? []
  const [entity, setEntity] = useState(wanted && own.includes(wanted) ? wanted : settings.default_entity)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [privacy, setPrivacy] = useState<Schemas['ProjectCreateBody']['privacy']>()
  const navigate = useNavigate()
  const personal = entity === me?.name
  const levels = levelsOf(personal)
  const usual = personal ? settings.default_privacy : 'team'
  const chosen = privacy && levels.some((l) => l.name === privacy) ? privacy : usual
  const make = useChangeEverywhere(
    (api, project: Schemas['ProjectCreateBody']) => body(api.POST('/api/v1/projects', { body: project })),
    ['projects', 'activity'],
    {
      quiet: true,
      done: (p) => navigate(`/${p.entity}/${encodeURIComponent(p.name)}/overview`),
    },
  )
  const problem = make.error ? asProblem(make.error) : undefined
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        make.mutate({ entity, name: name.trim(), privacy: chosen, ...(description && { description }) })
      }}
    >
      <Stack>
        {problem && (
          <Alert color="red" role="alert" title={problem.detail}>
            {problem.hint}
          </Alert>
        )}
        <Select
          label="Entity"
          description="You, or a team of yours that you may log to."
          data={own}
          value={entity}
          onChange={(v) => v && setEntity(v)}
          allowDeselect={false}
        />
        <TextInput
          label="Name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          data-autofocus
          required
          withAsterisk={false}
          autoComplete="off"
        />
        <Textarea
          label="Description"
          description="Markdown; it can be changed at any time."
          value={description}
          onChange={(e) => setDescription(e.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
        />
        <Select
          label="Privacy"
          description={sentenceOf(chosen)}
          data={levels.map((l) => ({ value: l.name, label: l.title }))}
          value={chosen}
          onChange={(v) => setPrivacy(levels.find((l) => l.name === v)?.name as typeof privacy)}
          allowDeselect={false}
        />
        <DialogButtons close={close} action="Create project" loading={make.isPending} disabled={!name.trim()} />
      </Stack>
    </form>
  )
}
