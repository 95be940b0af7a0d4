#include <cqrs/memory.hpp>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

class MemoryEngine final : public Engine {
 public:
  explicit MemoryEngine(const Limits& limits) : store_(memory::open({.limits = limits})) {}
  [[nodiscard]] Store& store() override { return *store_; }
  void reopen() override { FAIL() << "the memory engine is not durable"; }

 private:
  std::unique_ptr<memory::MemoryStore> store_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(const Limits& limits) { return std::make_unique<MemoryEngine>(limits); }

}  // namespace cqrs::conformance
