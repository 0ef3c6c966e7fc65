export default function ProjectTrash() {
  return null
}
