// Package throttle slows down who asks too often: guesses at passwords and keys
// (Attempts), and requests of one client (Rates). Both live in memory, for this process
// alone, and are bounded however many clients come: those not seen for longest are
// forgotten.
//
// To limit another thing: an Attempts or a Rates of its own, made where it is wired.
package throttle
