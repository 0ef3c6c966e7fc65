import { Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { settingsQuery } from '../../api/people'
import { useWhen } from '../../api/when'
import { levels, levelsOf, sentenceOf } from '../../app/privacy/levels'
import { sessionQuery } from '../../signin/session'
import { Answer } from '../../ui/Answer'
import { useOfferUndo } from '../offerUndo'
import { Part } from './Part'
import classes from './Settings.module.css'

type Edit = Schemas['SettingsEditBody']

/** What new runs and projects get when the trainer says nothing else. Each change is saved at once. */
export function Preferences() {
  const when = useWhen()
  const settings = useQuery(settingsQuery(when))
  const { data: me } = useQuery(sessionQuery)
  const offer = useOfferUndo()
  const save = useChangeEverywhere(
    (api, { edit }: { edit: Edit; said: string }) => body(api.PATCH('/api/v1/me/settings', { body: edit })),
    ['settings'],
    { done: (done, { said }) => offer(said, undefined, done) },
  )
  const fixed = !!when.asOf || save.isPending
  return (
    <Part title="New runs and projects">
      <Answer of={settings} what="Reading your settings">
        {(s) => (
          <>
            <Setting
              title="Default entity"
              about="Where a run goes when wandb.init or the API names no entity: you, or a team that you may log to."
            >
              <Select
                aria-label="Default entity"
                data={(s.entities ?? []).map((e) => ({ value: e, label: e === me?.name ? `${e} (you)` : e }))}
                value={s.default_entity}
                allowDeselect={false}
                disabled={fixed}
                onChange={(e) =>
                  e && save.mutate({ edit: { default_entity: e }, said: `New projects go to ${e} by default` })
                }
              />
            </Setting>
            <Setting
              title="Default privacy"
              about={`Of new projects in your own entity. ${sentenceOf(s.default_privacy)}`}
            >
              <Select
                aria-label="Default privacy"
                data={levelsOf(true).map((l) => ({ value: l.name, label: l.title }))}
                value={s.default_privacy}
                allowDeselect={false}
                disabled={fixed}
                onChange={(p) => {
                  const level = levels.find((l) => l.name === p)?.name
                  if (level && level !== 'team' && level !== 'custom')
                    save.mutate({ edit: { default_privacy: level }, said: `Your new projects are ${level} by default` })
                }}
              />
            </Setting>
            <Setting
              title="Save code"
              about="Keep the main script or notebook with each new run of yours: its Code tab shows it. A run can say otherwise with save_code."
            >
              <Switch
                aria-label="Save code"
                label={s.save_code ? 'On' : 'Off'}
                checked={s.save_code}
                disabled={fixed}
                onChange={(e) => {
                  const on = e.currentTarget.checked
                  save.mutate({ edit: { save_code: on }, said: `Code saving is ${on ? 'on' : 'off'}` })
                }}
              />
            </Setting>
          </>
        )}
      </Answer>
    </Part>
  )
}

function Setting({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <div className={classes.setting}>
      <div>
        <div style={{ fontWeight: 600 }}>{title}</div>
        <div className={classes.about}>{about}</div>
      </div>
      {children}
    </div>
  )
}
