package cataloghttp

import (
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
)

// memberSpec is a member of a team to be: {"user", "role"}, or just the user's name.
type memberSpec struct{ TeamMember }

// UnmarshalJSON takes either form; a role that isn't said is member.
func (m *memberSpec) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &m.User) != nil {
		var spelled TeamMember
		if err := json.Unmarshal(b, &spelled); err != nil {
			return fmt.Errorf("a member is a user's name, or an object of user and role: %w", err)
		}
		m.TeamMember = spelled
	}
	if m.Role == "" {
		m.Role = "member"
	}
	return nil
}

// Schema describes both forms.
func (memberSpec) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, Description: "The user's name"},
		{Type: huma.TypeObject, Required: []string{"user"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
			"user": {Type: huma.TypeString},
			"role": {Type: huma.TypeString, Enum: []any{"viewer", "member", "admin"}, Description: "Default: member"},
		}},
	}}
}
