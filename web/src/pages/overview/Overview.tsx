import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { overviewQuery } from '../../api/overview'
import { projectQuery, useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { AccessBox } from './AccessBox'
import { Box } from './Box'
import { Description } from './Description'
import classes from './Overview.module.css'
import { ProjectMenu } from './ProjectMenu'
import { ProjectName } from './ProjectName'
import { Recent } from './Recent'
import { States } from './States'
import { Values } from './Values'

const FirstRun = lazy(async () => ({ default: (await import('../workspace/start/FirstRun')).FirstRun }))

/** What the project is, and what went into it. */
export default function Overview() {
  const scope = useScope()
  const project = useQuery(projectQuery(scope))
  const overview = useQuery(overviewQuery(scope))
  const may = useMay()
  return (
    <Answer of={project} what="Opening the project">
      {(p) => (
        <div className={classes.page}>
          <div className={classes.head}>
            <ProjectName key={p.name} name={p.name} may={may.administer} />
            <ProjectMenu project={p} />
          </div>
          <div className={classes.columns}>
            <Stack gap="md" className={classes.main}>
              <Description text={p.description ?? ''} may={may.edit} />
              {p.runs === 0 && p.trash === 0 && (
                <Suspense>
                  <div className={classes.start}>
                    <FirstRun />
                  </div>
                </Suspense>
              )}
              <Recent />
            </Stack>
            <Stack gap="md">
              <Box title="At a glance">
                <Answer of={overview} what="Adding up the runs">
                  {(o) => <Values overview={o} />}
                </Answer>
              </Box>
              <Box title="Runs by state">
                <Answer of={overview} height={40}>
                  {(o) => <States states={o.states} runs={o.runs} />}
                </Answer>
              </Box>
              <AccessBox project={p} members={overview.data?.members ?? undefined} />
            </Stack>
          </div>
        </div>
      )}
    </Answer>
  )
}
