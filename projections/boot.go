package projections

import (
	"os"
	"strings"
)

// bootID tells one boot of the machine from another: after a power loss what was
// acknowledged by a disk that lies may be gone. Empty where there is none.
func bootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
