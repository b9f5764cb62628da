"""What can be done with folders."""

from uuid import UUID

from app.core.errors import ConflictError, NotFoundError
from app.features.folders.exceptions import FolderNotFoundError
from app.features.folders.models import Folder
from app.features.folders.repository import FolderRepository
from app.features.folders.schemas import FolderCreate, FolderFilters, FolderUpdate
from app.features.orders.repository import OrderRepository
from app.features.users.models import User
from app.shared.etags import Preconditions
from app.shared.pagination import PageOf
from app.shared.schemas import MAX_LINKS


class FolderService:
    """The rules of folders.

    Where an endpoint is for owners, the repository sees the rows of the user alone. A rule about
    the rows of all users asks ``self._repository.unscoped()``, as ``docs/auth.md`` shows.
    """

    def __init__(
        self, repository: FolderRepository, orders: OrderRepository, folders: FolderRepository
    ) -> None:
        self._repository = repository
        self._orders = orders
        self._folders = folders

    async def find(self, filters: FolderFilters) -> PageOf[Folder]:
        """One page of the folders that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, folder_id: UUID, include: str | None = None) -> Folder:
        """One folder, with some of its relations.

        Raises:
            FolderNotFoundError: there is none with this key.
        """
        folder = await self._repository.including(include).get(folder_id)
        if folder is None:
            raise FolderNotFoundError(folder_id)
        return folder

    async def create(self, payload: FolderCreate, by: User) -> Folder:
        """Store a new folder.

        Raises:
            ConflictError: a unique value is taken.
            UnprocessableError: it refers to what is not there for the user or breaks a condition.
        """
        await self._orders.changeable_by(by).require_all(payload.order_ids, "orders")
        await self._folders.require_all(payload.recommended_ids, "recommended")
        await self._orders.changeable_by(by).require(payload.cover_id, "cover_id")
        await self._repository.owned_by(by).require(payload.inside_id, "inside_id")
        return await self._repository.add(Folder(**payload.model_dump(), owner_id=by.id))

    async def update(
        self, folder_id: UUID, payload: FolderUpdate, preconditions: Preconditions, by: User
    ) -> Folder:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            FolderNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
            UnprocessableError: it refers to what is not there for the user or breaks a condition.
        """
        folder = await self._get_locked(folder_id, preconditions)
        await self._orders.changeable_by(by).require(payload.cover_id, "cover_id")
        await self._repository.owned_by(by).require(payload.inside_id, "inside_id")
        await self._orders.changeable_by(by).require_all(payload.order_ids or (), "orders")
        await self._folders.require_all(payload.recommended_ids or (), "recommended")
        return await self._repository.update(folder, payload.changes())

    async def delete(self, folder_id: UUID, preconditions: Preconditions) -> None:
        """Delete a folder.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            FolderNotFoundError: there is none with this key.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        await self._repository.delete(await self._get_locked(folder_id, preconditions))

    async def add_order(
        self, folder_id: UUID, order_id: UUID, preconditions: Preconditions, by: User
    ) -> Folder:
        """Add one to ``orders`` of a folder, unless it is there already.

        Raises:
            ConflictError: there are as many as are allowed.
            NotFoundError: either is not there.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        folder = await self._get_locked(folder_id, preconditions)
        if await self._orders.changeable_by(by).get(order_id) is None:
            raise NotFoundError(f"There is no order {order_id}.")
        if order_id in folder.order_ids:
            return folder
        if len(folder.order_ids) >= MAX_LINKS:
            raise ConflictError(f"There are at most {MAX_LINKS} in `orders`.", code="too_many")
        keys = sorted([*folder.order_ids, order_id])
        return await self._repository.update(folder, {"order_ids": keys})

    async def remove_order(
        self, folder_id: UUID, order_id: UUID, preconditions: Preconditions
    ) -> Folder:
        """Take one out of ``orders`` of a folder.

        Raises:
            NotFoundError: either is not there, or they are not linked.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        folder = await self._get_locked(folder_id, preconditions)
        if order_id not in folder.order_ids:
            raise NotFoundError(f"{order_id} is not in `orders`.")
        keys = [key for key in folder.order_ids if key != order_id]
        return await self._repository.update(folder, {"order_ids": keys})

    async def add_recommended(
        self, folder_id: UUID, recommended_id: UUID, preconditions: Preconditions
    ) -> Folder:
        """Add one to ``recommended`` of a folder, unless it is there already.

        Raises:
            ConflictError: there are as many as are allowed.
            NotFoundError: either is not there.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        folder = await self._get_locked(folder_id, preconditions)
        if await self._folders.get(recommended_id) is None:
            raise NotFoundError(f"There is no folder {recommended_id}.")
        if recommended_id in folder.recommended_ids:
            return folder
        if len(folder.recommended_ids) >= MAX_LINKS:
            raise ConflictError(f"There are at most {MAX_LINKS} in `recommended`.", code="too_many")
        keys = sorted([*folder.recommended_ids, recommended_id])
        return await self._repository.update(folder, {"recommended_ids": keys})

    async def remove_recommended(
        self, folder_id: UUID, recommended_id: UUID, preconditions: Preconditions
    ) -> Folder:
        """Take one out of ``recommended`` of a folder.

        Raises:
            NotFoundError: either is not there, or they are not linked.
            PreconditionFailedError: the client saw another version.
            PreconditionRequiredError: the client names no version.
        """
        folder = await self._get_locked(folder_id, preconditions)
        if recommended_id not in folder.recommended_ids:
            raise NotFoundError(f"{recommended_id} is not in `recommended`.")
        keys = [key for key in folder.recommended_ids if key != recommended_id]
        return await self._repository.update(folder, {"recommended_ids": keys})

    async def _get_locked(self, folder_id: UUID, preconditions: Preconditions) -> Folder:
        """One folder of the version that the client saw, locked."""
        folder = await self._repository.get_locked(folder_id)
        if folder is None:
            raise FolderNotFoundError(folder_id)
        preconditions.require(folder.version)
        return folder
