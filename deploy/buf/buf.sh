#!/bin/sh
# What the protobuf schemas need, with the pinned buf (fetch.sh) and protoc-gen-go (go.mod).
#
#   buf.sh generate    generate the Go code anew, and the image of the events' schema
#                      (unless it breaks records written under the image before)
#   buf.sh lint        house style of the .proto files
#   buf.sh breaking    no change that breaks records of the committed schema
#   buf.sh check       generated code and image are those of the .proto files
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
image=$root/event/testdata/schema.binpb # the events' schema that the log must always be readable with
buf=$(deploy/buf/fetch.sh)

# each COMMAND... runs buf in every folder with schemas.
each() {
	for dir in event/proto projections/proto ingest/proto; do
		[ ! -f "$dir/buf.yaml" ] || (cd "$dir" && "$buf" "$@")
	done
}
breaking() { (cd event/proto && "$buf" breaking --against "$image"); }
build() { (cd event/proto && "$buf" build --exclude-source-info -o "$1"); }

case ${1:-} in
generate)
	[ ! -f "$image" ] || breaking
	each generate
	build "$image"
	;;
lint) each lint ;;
breaking) breaking ;;
check)
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	build "$tmp/schema.binpb"
	cmp "$tmp/schema.binpb" "$image" || { echo "buf: the schema image is stale: make generate" >&2; exit 1; }
	for dir in event projections ingest; do
		[ -d "$dir/pb" ] && [ -f "$dir/proto/buf.gen.yaml" ] || continue
		mkdir -p "$tmp/$dir/pb"
		(cd "$dir/proto" && "$buf" generate -o "$tmp/$dir/proto")
		diff -r "$dir/pb" "$tmp/$dir/pb" || { echo "buf: generated code is stale: make generate" >&2; exit 1; }
	done
	;;
*)
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
