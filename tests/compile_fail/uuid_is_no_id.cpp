// fails
#include "logic.hpp"

bank::AccountId convert(const cqrs::Uuid& uuid) { return uuid; }
