// fails
#include "logic.hpp"

void run(bank::Bank& app, const bank::TransferId& id) { static_cast<void>(app.execute(id, bank::Close{})); }
