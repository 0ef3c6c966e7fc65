import { Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import { useEveryPage, useListed } from '../api/pages'
import { type Project, projectsQuery } from '../api/projects'
import { useNow } from '../api/scope'

const now = { api }
const ofPage = (page: { projects: Project[] | null }) => page.projects

/** Chooses another project that one sees, as "entity/name". */
export function OtherProject(props: { label: string; value: string | null; onChange: (to: string | null) => void }) {
  const { entity, project } = useNow()
  const list = useInfiniteQuery(projectsQuery(now))
  useEveryPage(list)
  const projects = useListed(list.data, ofPage)
  return (
    <Select
      {...props}
      placeholder="Search projects"
      searchable
      limit={100}
      data={projects.map((p) => `${p.entity}/${p.name}`).filter((name) => name !== `${entity}/${project}`)}
      nothingFoundMessage="There’s no such project that you can see."
      data-autofocus
    />
  )
}

/** The two parts of what was chosen. Neither has a slash in it. */
export function partsOf(to: string): { entity: string; project: string } {
  const [entity = '', project = ''] = to.split('/')
  return { entity, project }
}
