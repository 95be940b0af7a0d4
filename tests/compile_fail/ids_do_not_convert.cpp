// fails
#include "logic.hpp"

bank::AccountId convert(const bank::TransferId& id) { return id; }
