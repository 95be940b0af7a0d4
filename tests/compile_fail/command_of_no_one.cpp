// fails
#include "logic.hpp"

struct Transfer {};

void run(bank::Bank& app, const bank::AccountId& id) { static_cast<void>(app.execute(id, Transfer{})); }
