import { list, useParam } from '../url/params'

/** At most so many runs are compared side by side. */
export const mostCompared = 50

/** The runs that are compared: ?compare=id,id,… */
export function useCompared(): [string[], (ids: string[]) => void] {
  const [ids, setIds] = useParam('compare', list)
  return [ids.slice(0, mostCompared), setIds]
}
