export default function Workspace() {
  return null
}
