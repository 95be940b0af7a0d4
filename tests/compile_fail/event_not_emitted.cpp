// fails
#include "logic.hpp"

bank::Decision<bank::ApplyInterest> decide() { return bank::AccountClosed{}; }
