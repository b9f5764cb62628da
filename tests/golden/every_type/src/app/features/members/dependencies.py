"""What endpoints for members ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import PasswordsDep, SessionDep
from app.features.members.repository import MemberRepository
from app.features.members.service import MemberService


async def get_member_service(session: SessionDep, passwords: PasswordsDep) -> MemberService:
    """The service, within the transaction of the request."""
    return MemberService(MemberRepository(session), passwords)


MemberServiceDep = Annotated[MemberService, Depends(get_member_service)]
