// compiles
#include "logic.hpp"

void run(bank::Bank& app, const bank::AccountId& id) {
  static_cast<void>(bank::externs<CompleteLogic>());
  static_cast<void>(app.execute(id, bank::Close{}));
}
