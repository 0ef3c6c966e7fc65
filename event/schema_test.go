package event

import (
	"os"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"runledger/event/pb"
)

// TestTheSchemaIsTheCommittedOne compares the generated code with the image that
// `make generate` writes, and that the breaking-change check is made against: both
// are always made of the same .proto files.
func TestTheSchemaIsTheCommittedOne(t *testing.T) {
	b, err := os.ReadFile("testdata/schema.binpb")
	if err != nil {
		t.Fatal(err)
	}
	image := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal(b, image); err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for _, f := range image.File {
		generated, err := protoregistry.GlobalFiles.FindFileByPath(f.GetName())
		if err != nil {
			t.Errorf("the image has %s, the code hasn't", f.GetName())
			continue
		}
		files[f.GetName()] = true
		if f.GetPackage() != "runledger.event.v1" {
			continue
		}
		same(t, f, protodesc.ToFileDescriptorProto(generated))
	}
	all := pb.File_runledger_event_v1_event_proto
	for i := range all.Imports().Len() {
		if path := all.Imports().Get(i).Path(); !files[path] {
			t.Errorf("the code has %s, the image hasn't: make generate", path)
		}
	}
}

func same(t *testing.T, image, generated *descriptorpb.FileDescriptorProto) {
	t.Helper()
	for _, f := range []*descriptorpb.FileDescriptorProto{image, generated} {
		f.SourceCodeInfo = nil
		f.ProtoReflect().SetUnknown(nil) // buf notes there whether a file is an import
		clearJSONNames(f.ProtoReflect())
	}
	if !proto.Equal(image, generated) {
		t.Errorf("%s: the generated code and the schema image differ: make generate", image.GetName())
	}
}

// clearJSONNames takes out the names that follow from the fields' own.
func clearJSONNames(m protoreflect.Message) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Name() == "json_name":
			m.Clear(f)
		case f.IsList() && f.Message() != nil:
			for i := range v.List().Len() {
				clearJSONNames(v.List().Get(i).Message())
			}
		case f.Message() != nil && !f.IsMap():
			clearJSONNames(v.Message())
		}
		return true
	})
}
