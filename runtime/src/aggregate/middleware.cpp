#include "cqrs/middleware.hpp"

#include <utility>

namespace cqrs {
namespace {

class Authorize final : public Middleware {
 public:
  explicit Authorize(std::function<Result<void>(const CommandCall&)> check) : check_(std::move(check)) {}
  Result<void> before(CommandCall& call) override { return check_(call); }

 private:
  std::function<Result<void>(const CommandCall&)> check_;
};

class Complete final : public Middleware {
 public:
  explicit Complete(std::function<void(CommandCall&)> fill) : fill_(std::move(fill)) {}
  Result<void> before(CommandCall& call) override {
    fill_(call);
    return {};
  }

 private:
  std::function<void(CommandCall&)> fill_;
};

class Observe final : public Middleware {
 public:
  explicit Observe(std::function<void(const CommandCall&, const CommandReport&)> see) : see_(std::move(see)) {}
  void after(const CommandCall& call, const CommandReport& report) override { see_(call, report); }

 private:
  std::function<void(const CommandCall&, const CommandReport&)> see_;
};

}  // namespace

Result<void> Middleware::before(CommandCall&) { return {}; }
void Middleware::after(const CommandCall&, const CommandReport&) {}

std::shared_ptr<Middleware> authorize(std::function<Result<void>(const CommandCall&)> check) {
  return std::make_shared<Authorize>(std::move(check));
}
std::shared_ptr<Middleware> complete(std::function<void(CommandCall&)> fill) {
  return std::make_shared<Complete>(std::move(fill));
}
std::shared_ptr<Middleware> observe(std::function<void(const CommandCall&, const CommandReport&)> see) {
  return std::make_shared<Observe>(std::move(see));
}

}  // namespace cqrs
