#pragma once

#include <cstdint>
#include <memory>

#include <cqrs/store.hpp>

/// A store that forgets everything when it goes; for tests.
namespace cqrs::memory {

struct Options {
  Limits limits = {};
};

/// When in an append a simulated fault strikes.
enum class FaultPoint : std::uint8_t {
  before_commit,  ///< nothing is stored
  after_commit,   ///< it is stored, and the caller gets the error all the same (as when an acknowledgement is lost)
};

class MemoryStore : public Store {
 public:
  /// The append number `append`, counted from 1 since the store was opened, retries included, fails with `error`.
  virtual void inject(std::uint64_t append, FaultPoint point, Error error) = 0;

  /// How many appends there have been.
  [[nodiscard]] virtual std::uint64_t appends() const = 0;
};

/// submit() calls back before it returns.
[[nodiscard]] std::unique_ptr<MemoryStore> open(const Options& options = {});

}  // namespace cqrs::memory
